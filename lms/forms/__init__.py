"""What the site's own forms accept."""
