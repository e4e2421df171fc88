"""What the forms of all rooms share."""
