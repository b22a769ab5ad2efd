"""The forms of what phones send and are answered: the API's document is written of them."""
