"""Settings by situation: development (default), demo, test, production. All read the environment."""
