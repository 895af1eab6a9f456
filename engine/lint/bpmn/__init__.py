"""What BPMN 2.0.2 asks of every diagram, one rule a file, grouped by what they look at."""
