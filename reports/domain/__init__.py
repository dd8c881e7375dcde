"""What a figure is, how it is counted, shown, worded and kept from giving anybody away."""
