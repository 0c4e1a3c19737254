// Runs the shared step with stand-ins for the steps of Jenkins: its script, the folder, and the options of each call as Groovy maps.
class Failed extends RuntimeException {
    Failed(String message) { super(message) }
}

def step = args[0]
def folder = args[1]
def variables = [:]
def binding = new Binding()
def steps = [
    error: { String message -> throw new Failed(message) },
    unstable: { String message -> println "UNSTABLE ${message}" },
    usernamePassword: { Map given -> [(given.usernameVariable): 'someone', (given.passwordVariable): 'secret'] },
    gitUsernamePassword: { Map given -> [GIT_ASKPASS: given.credentialsId] },
    withEnv: { List settings, Closure body ->
        settings.each { variables << [(it.toString().split('=', 2)[0]): it.toString().split('=', 2)[1]] }
        body()
    },
    withCredentials: { List secrets, Closure body -> secrets.each { variables << it }; body() },
    timeout: { Map limit, Closure body -> println "TIMEOUT ${limit.time} ${limit.unit}"; body() },
    junit: { Map given -> println "JUNIT ${given.testResults}" },
    archiveArtifacts: { Map given -> println "ARCHIVE ${given.artifacts}" },
    sh: { Map given ->
        assert given.returnStatus
        def file = new File(folder, '../step.sh')
        file.text = given.script
        def process = new ProcessBuilder('sh', '-xe', file.path).directory(new File(folder)).redirectErrorStream(true)
        process.environment().putAll(variables)
        def started = process.start()
        print started.inputStream.text
        started.waitFor()
    },
]
steps.each { name, body -> binding.setVariable(name, body) }
args.drop(2).each { options ->
    variables.clear()
    println "CALL ${options}"
    try {
        println "RETURNED ${new GroovyShell(binding).parse(new File(step)).call(Eval.me(options))}"
    } catch (Failed failed) {
        println "FAILURE ${failed.message}"
    }
}
