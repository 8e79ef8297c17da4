package admin

// CodeStore is what codes, posters and patrol need of the store.
type CodeStore interface{}

func codeRoutes() []route { return nil }
