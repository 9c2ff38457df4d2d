"""Lists as a bureau receives them, made up: two years, the shape and the mess of real ones, figures known beforehand."""
