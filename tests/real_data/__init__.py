"""What the public data sets say of themselves, held against what is judged of them."""
