"""The numbers: arrays in, arrays out. No tables, no files, no words for people."""
