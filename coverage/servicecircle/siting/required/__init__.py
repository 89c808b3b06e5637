"""What is required of a choice of sites, as rows of a program."""
