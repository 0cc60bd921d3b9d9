"""The household's pages. A view finds what the person may reach, asks a form and an action, and shows."""
