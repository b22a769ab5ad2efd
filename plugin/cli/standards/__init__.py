"""What is done with a standard: checked, shown, compared, published."""
