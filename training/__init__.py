"""The gym: makes the weights that the eye reads with; imported by nobody, the one room with TensorFlow."""
