"""What staff saved: one revision compared with another, and rows with their last save."""
