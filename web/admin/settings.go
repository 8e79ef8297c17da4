package admin

// SettingStore is what the settings need of the store.
type SettingStore interface{}

func settingRoutes() []route { return nil }
