"""Chains of verbs beyond the main one of `study.py`: each file joins a few verbs into one thing that is asked for."""
