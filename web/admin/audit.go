package admin

// AuditStore is what the audit need of the store.
type AuditStore interface{}

func auditRoutes() []route { return nil }
