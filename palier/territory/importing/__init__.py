"""Reading what people bring: contours, tables of places, figures of population."""
