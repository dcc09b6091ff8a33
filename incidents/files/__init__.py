"""What machines read: files, feeds, linked data and the sitemap."""
