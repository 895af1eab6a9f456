"""The door of the reception: a new visit."""
