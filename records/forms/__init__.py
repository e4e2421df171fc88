"""What people type, checked for its form."""
