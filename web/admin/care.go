package admin

// CareStore is what the care of the search need of the store.
type CareStore interface{}

func careRoutes() []route { return nil }
