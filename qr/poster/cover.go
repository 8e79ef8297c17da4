package poster

func (p *printing) drawCover(*typesetter) [][]string { return nil }
