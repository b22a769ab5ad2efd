"""The pages on which standards go out and come in as files, and the library of criteria."""
