// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "outpost",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CurlHTTP", dependencies: ["CCurl"], swiftSettings: settings),
        .target(name: "DockerEngine", dependencies: ["CurlHTTP"], swiftSettings: settings),
        .target(name: "ScriptedModel", dependencies: [nioCore, nioPosix, nioHTTP1, yams], swiftSettings: settings),
        .target(name: "Prometheus", swiftSettings: settings),
        .target(name: "OutpostAPI", swiftSettings: settings),
        .target(
            name: "OutpostCore",
            dependencies: ["Prometheus", crypto, cryptoExtras, logging, yams],
            // Every byte that an agent says goes through the redaction: unoptimised it takes a hundred times as long.
            swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]
        ),
        .target(
            name: "OutpostStore",
            dependencies: ["OutpostCore", crypto, system, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(
            name: "OutpostDocker",
            dependencies: ["OutpostCore", "DockerEngine", crypto, logging],
            swiftSettings: settings
        ),
        .target(
            name: "OutpostGateway",
            dependencies: ["OutpostCore", "CurlHTTP", logging, nioCore, nioPosix, nioHTTP1, subprocess, system],
            swiftSettings: settings
        ),
        .target(
            name: "OutpostServer",
            dependencies: [
                "OutpostAPI", "OutpostCore", "Prometheus", crypto, logging, nioCore, nioHTTP1, nioPosix,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "outpost",
            dependencies: [
                "CurlHTTP", "DockerEngine", "OutpostAPI", "OutpostCore", "OutpostDocker", "OutpostGateway",
                "OutpostServer", "OutpostStore", "Prometheus", "ScriptedModel", logging, nioCore, nioPosix, subprocess,
                system, yams,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "outpost-bench",
            dependencies: [
                "OutpostCore", "ScriptedModel", logging, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Tests/bench/Helper",
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: [nioCore, nioPosix, subprocess, system],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(name: "CurlHTTPTests", dependencies: ["CurlHTTP", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "DockerEngineTests",
            dependencies: ["CurlHTTP", "DockerEngine", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ScriptedModelTests",
            dependencies: ["CurlHTTP", "ScriptedModel", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "PrometheusTests", dependencies: ["Prometheus"], swiftSettings: settings),
        .testTarget(name: "OutpostAPITests", dependencies: ["OutpostAPI", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "OutpostCoreTests",
            dependencies: ["OutpostCore", "Prometheus", "TestSupport", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutpostStoreTests",
            dependencies: [
                "OutpostCore", "OutpostStore", "TestSupport", crypto, subprocess, system,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutpostDockerTests",
            dependencies: ["CurlHTTP", "DockerEngine", "OutpostCore", "OutpostDocker", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutpostTests",
            dependencies: [
                "CurlHTTP", "outpost", "OutpostAPI", "OutpostCore", "OutpostDocker", "OutpostStore", "Prometheus",
                "TestSupport",
                logging, nioCore, subprocess, system,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "RuntimeTests", dependencies: ["TestSupport", subprocess, system], swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["CurlHTTP", "DockerEngine", "OutpostCore", "OutpostDocker", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CurlHTTP", "DockerEngine", "ScriptedModel", "TestSupport", crypto, nioCore, subprocess, system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServerEndToEndTests",
            dependencies: [
                "CurlHTTP", "DockerEngine", "OutpostAPI", "ScriptedModel", "TestSupport", nioCore, nioPosix, subprocess,
                system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutpostGatewayTests",
            dependencies: [
                "CurlHTTP", "OutpostCore", "OutpostGateway", "TestSupport", logging, nioCore, nioPosix, nioHTTP1,
                subprocess, system,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OutpostServerTests",
            dependencies: [
                "OutpostAPI", "OutpostCore", "OutpostServer", "OutpostStore", "Prometheus", "TestSupport", logging,
                nioCore,
                nioPosix,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
