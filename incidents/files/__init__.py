"""What machines read: files, feeds, linked data, sitemap, and the page that explains them."""
