"""Questions of a form as criteria of a standard."""
