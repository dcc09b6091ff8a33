"""What bodies counted, beside what is counted here."""
