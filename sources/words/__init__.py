"""What documents hold, in the words of pages and files."""
