package admin

// FigureStore is what what is counted need of the store.
type FigureStore interface{}

func figureRoutes() []route { return nil }
