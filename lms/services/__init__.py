"""What the site itself sets up: demo and first day."""
