"""What migrations do in the database; what an applied migration uses is never changed."""
