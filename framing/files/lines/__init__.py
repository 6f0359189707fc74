"""Tables as lines of JSON or CSV in one pass, compiled; the same bytes as `jsontext` makes."""
