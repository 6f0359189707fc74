"""The file room: the only place that opens files. Readers give nouns, writers take tables; nothing here prints."""
