"""The clock of appeals, who gets there in time, and the other circles."""
