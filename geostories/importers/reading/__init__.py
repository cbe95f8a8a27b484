"""What runs in the process that reads files from outside: bytes in, plain rows or a refusal out."""
