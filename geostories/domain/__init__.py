"""The verbs and the rules."""
