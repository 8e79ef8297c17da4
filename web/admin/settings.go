package admin

import (
	"slices"
)

// SettingStore is what the settings need of the store.
type SettingStore interface {
	PictureStore
}

func settingRoutes() []route { return slices.Concat(importRoutes(), pictureRoutes()) }
