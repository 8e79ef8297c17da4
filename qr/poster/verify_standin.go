package poster

// verify stands in for the reading back of the file.
func verify([]byte, [][]string) error { return nil }
