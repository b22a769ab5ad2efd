"""How mystery shoppers speak: visits in, scorecards out."""
