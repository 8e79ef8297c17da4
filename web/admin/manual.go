package admin

func manualRoutes() []route { return nil }
