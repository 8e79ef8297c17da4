package admin

// ContentStore is what procedures and articles need of the store.
type ContentStore interface{}

func contentRoutes() []route { return nil }
