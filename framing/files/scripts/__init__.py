"""The scripts that many texts are written in, counted compiled; `terms` says which language that stands for."""
