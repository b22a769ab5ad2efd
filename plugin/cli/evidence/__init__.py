"""What is done with files of evidence: imported, judged, summed up, explained."""
