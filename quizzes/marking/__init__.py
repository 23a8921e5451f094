"""The screens of those who mark written answers."""
