"""How questions are put to an answer. Everything here runs beside the student's code and holds no secret."""
