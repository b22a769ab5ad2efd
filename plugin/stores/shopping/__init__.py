"""What belongs to mystery shopping: assignments, and what shoppers are certified for."""
