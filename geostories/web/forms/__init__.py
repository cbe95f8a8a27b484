"""WTForms, one file a noun; they answer plain dataclasses."""
