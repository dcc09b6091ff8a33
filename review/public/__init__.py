"""What readers are served, read as a database role that may read nothing else."""
