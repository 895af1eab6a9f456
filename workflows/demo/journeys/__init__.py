"""What becomes of the cases of the demo, one journey a kind: visits, mediations, emergencies."""
