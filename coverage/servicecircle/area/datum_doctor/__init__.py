"""The datum doctor."""
