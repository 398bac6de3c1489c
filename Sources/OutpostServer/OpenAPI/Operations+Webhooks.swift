internal import OutpostAPI
internal import OutpostCore

extension Operation {
    static let addWebhook = Operation(
        id: "addWebhook",
        tag: .administration,
        summary: "Tell an address of the ends of a tenant's dispatches; its secret is in the answer and never again",
        body: "AddWebhook",
        success: .envelope("WebhookWithSecret", status: 201),
        errors: [400, 404, 409, 413],
        links: ["removeWebhook", "rotateWebhook", "testWebhook", "listWebhookDeliveries"].map {
            Link(operation: $0, parameter: "webhookId", pointer: "/data/webhook/id")
        }
    )
    static let listWebhooks = Operation(
        id: "listWebhooks",
        tag: .administration,
        summary: "List webhooks, the oldest first",
        parameters: ["keyTenant"],
        success: .list("Webhook"),
        errors: [400, 404]
    )
    static let removeWebhook = Operation(
        id: "removeWebhook",
        tag: .administration,
        summary: "Remove a webhook with its secret and its deliveries",
        success: .envelope("WebhookAnswer"),
        errors: [404]
    )
    static let rotateWebhook = Operation(
        id: "rotateWebhook",
        tag: .administration,
        summary: "Give a webhook a new secret; for a day messages are signed with the old one too",
        success: .envelope("WebhookWithSecret", status: 201),
        errors: [404]
    )
    static let testWebhook = Operation(
        id: "testWebhook",
        tag: .administration,
        summary: "Send a webhook a test, once, and tell what it answered; one that takes it is switched on again",
        success: .envelope("WebhookDeliveryAnswer"),
        errors: [404]
    )
    static let listWebhookDeliveries = Operation(
        id: "listWebhookDeliveries",
        tag: .administration,
        summary: "List what a webhook was sent and is to be sent, the newest first",
        parameters: ["deliveryState", "limit", "cursor"],
        success: .page("WebhookDelivery"),
        errors: [400, 404]
    )
    static let redeliverWebhook = Operation(
        id: "redeliverWebhook",
        tag: .administration,
        summary: "Send a delivery that ended again, under its old id",
        success: .envelope("WebhookDeliveryAnswer"),
        errors: [404, 409]
    )
}

extension Operation {
    /// What a webhook's receiver implements.
    static let dispatchEnded: JSONValue = [
        "operationId": "dispatchEnded",
        "summary": "Standard Webhooks: a dispatch ended",
        "tags": [.string(Tag.administration.rawValue)],
        "parameters": [
            Parameters.parameter(
                "webhook-id",
                in: "header",
                "The message's id; the same when it is sent again",
                Parameters.text,
                isRequired: true
            ),
            Parameters.parameter(
                "webhook-timestamp",
                in: "header",
                "When it is sent, in seconds since 1970",
                Parameters.text,
                isRequired: true
            ),
            Parameters.parameter(
                "webhook-signature",
                in: "header",
                "`v1,` and base64 of HMAC-SHA256 over id, time and body with dots between; two with a blank between while a "
                    + "secret is changed",
                Parameters.text,
                isRequired: true
            ),
        ],
        "requestBody": [
            "required": true,
            "content": ["application/json": ["schema": OperationObject.schema("WebhookMessage")]],
        ],
        "responses": [
            "2XX": ["description": "Taken"], "410": ["description": "Nothing more is wanted"],
            "default": ["description": "Not taken: it is sent again"],
        ],
    ]
}

extension Parameters {
    static let webhooks: [String: JSONValue] = [
        "deliveryState": parameter(
            "state",
            in: "query",
            "Only those that stand there",
            Schemas.words(WebhookDelivery.State.allCases.map(\.rawValue))
        )
    ]
}

extension Schemas {
    static let webhooks: [String: JSONValue] = [
        "Webhook": object(
            ["id": text, "tenant": text, "url": text, "events": list(of: event), "createdAt": time],
            optional: [
                "description": text, "rotatedAt": time,
                "disabledAt": described(time, "Since when it is told nothing, because it answered 410"),
            ]
        ),
        "WebhookAnswer": object(["webhook": reference("Webhook")]),
        "WebhookWithSecret": object(
            [
                "webhook": reference("Webhook"),
                "secret": described(text, "`whsec_` and base64, as Standard Webhooks has it"),
            ]
        ),
        "AddWebhook": object(
            ["tenant": input, "url": url],
            optional: [
                "events": [
                    "type": "array", "minItems": 1, "items": event, "description": "All of them by default",
                ],
                "description": [
                    "type": "string", "maxLength": .integer(WebhookService.longestDescription),
                    "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]*$",
                ],
            ]
        ),
        "WebhookDelivery": object(
            [
                "messageId": described(text, "What its receiver sees as `webhook-id`, however often it is sent"),
                "type": words(WebhookEvent.allCases.map(\.rawValue) + [WebhookDelivery.testType]),
                "state": words(WebhookDelivery.State.allCases.map(\.rawValue)), "attempts": number, "createdAt": time,
            ],
            optional: [
                "dispatchId": ulid, "nextAt": time, "lastAt": time, "status": number, "problem": text,
                "response": described(text, "The beginning of the last answer's body, without secrets"),
            ]
        ),
        "WebhookMessage": object(
            [
                "type": words(WebhookEvent.allCases.map(\.rawValue)), "timestamp": described(time, "When it ended"),
                "data": reference("Dispatch"),
            ]
        ),
        "WebhookDeliveryAnswer": object(["delivery": reference("WebhookDelivery")]),
    ]

    private static let event = words(WebhookEvent.allCases.map(\.rawValue))

    private static let url: JSONValue = [
        "type": "string", "maxLength": .integer(WebhookTarget.maximumBytes),
        "pattern":
            "^https://[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z]([a-z0-9-]{0,61}[a-z0-9])?){1,2}(/[A-Za-z0-9._~/-]*)?$",
        "examples": ["https://hooks.example.com/outpost"],
        "description": "Without user, password and fragment; in no private network, unless the operator opened it",
    ]
}
